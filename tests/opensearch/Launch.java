import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.logging.LogConfigurator;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/**
 * One OpenSearch node on loopback, for tests: java -cp 'jars/*' Launch.java HOME PORT [setting=value …]
 *
 * It keeps its data in HOME, prints "started" once it answers, and closes when its standard input ends, so that it does not
 * outlive the process that started it.
 */
public class Launch {
    static class Loopback extends Node {
        Loopback(Settings settings) {
            super(
                InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "test"),
                List.of(Netty4Plugin.class, CommonAnalysisPlugin.class),
                true
            );
        }
    }

    public static void main(String[] given) throws Exception {
        LogConfigurator.setNodeName("test");
        Settings.Builder settings = Settings.builder()
            .put("path.home", given[0])
            .put("cluster.name", "shuiguan-test")
            .put("network.host", "127.0.0.1")
            .put("http.port", given[1])
            .put("transport.port", "0")
            .put("discovery.type", "single-node")
            .put("http.type", "netty4")
            .put("transport.type", "netty4")
            // As deploy/opensearch/opensearch.yml sets it.
            .put("indices.query.bool.max_clause_count", 65536)
            // A test machine's disk may be nearly full; that is not what is tested.
            .put("cluster.routing.allocation.disk.threshold_enabled", false);
        for (int i = 2; i < given.length; i++) {
            String[] pair = given[i].split("=", 2);
            settings.put(pair[0], pair[1]);
        }
        Node node = new Loopback(settings.build()).start();
        System.out.println("started");
        while (System.in.read() >= 0) { }
        node.close();
        System.exit(0);
    }
}
