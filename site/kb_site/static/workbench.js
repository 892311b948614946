// 工作台: nothing here is needed to work; it scrolls source and result together, shows jobs as they go on, checks a text
// while it is written, takes dropped files.
(function () {
  "use strict";

  // Source and result scroll together: the block at the top of one leads to its line in the other.
  function together(review) {
    var source = review.querySelector(".source");
    var plan = review.querySelector(".blocks");
    if (!source || !plan) return;
    var leader = null;
    var quiet = 0;
    var blocks = Array.prototype.filter.call(plan.querySelectorAll(".block"), function (b) { return +b.dataset.first > 0; });
    function top(pane, item) { return item.getBoundingClientRect().top - pane.getBoundingClientRect().top; }
    function follow() {
      if (leader === plan) {
        for (var i = 0; i < blocks.length; i++) {
          if (top(plan, blocks[i]) + blocks[i].offsetHeight > 60) {
            var line = document.getElementById("S" + blocks[i].dataset.first);
            if (line) move(source, top(source, line) - Math.max(40, top(plan, blocks[i])));
            return;
          }
        }
      } else {
        for (var k = 0; k < blocks.length; k++) {
          var at = document.getElementById("S" + blocks[k].dataset.last);
          if (at && top(source, at) + at.offsetHeight > 60) {
            move(plan, top(plan, blocks[k]) - Math.max(40, top(source, at)));
            return;
          }
        }
      }
    }
    function move(pane, by) {
      if (Math.abs(by) < 4) return;
      quiet = Date.now() + 150;
      pane.scrollTop += by;
    }
    [source, plan].forEach(function (pane) {
      ["wheel", "touchmove", "keydown", "pointerdown"].forEach(function (name) {
        pane.addEventListener(name, function () { leader = pane; }, { passive: true });
      });
      pane.addEventListener("scroll", function () {
        if (pane === leader && Date.now() > quiet) requestAnimationFrame(follow);
      }, { passive: true });
    });
    // A link to a line of the source or to a block shows both.
    function show(hash) {
      var item = hash ? document.getElementById(hash) : null;
      if (!item) return;
      if (source.contains(item)) {
        move(source, top(source, item) - 80);
        var n = +hash.slice(1);
        for (var i = 0; i < blocks.length; i++) {
          if (+blocks[i].dataset.first <= n && n <= +blocks[i].dataset.last) {
            move(plan, top(plan, blocks[i]) - 80);
            return;
          }
        }
      } else if (plan.contains(item)) {
        move(plan, top(plan, item) - 80);
        var line = document.getElementById("S" + item.dataset.first);
        if (line) move(source, top(source, line) - 80);
      }
    }
    addEventListener("hashchange", function () { show(location.hash.slice(1)); });
    show(location.hash.slice(1));
  }

  // Jobs: the table follows without loading the page; when all are over, the page is loaded once.
  function follow(section) {
    var busy = section.hasAttribute("data-busy");
    if (!busy) return;
    function look() {
      fetch(section.dataset.jobs, { credentials: "same-origin" }).then(function (answer) { return answer.json(); }).then(function (found) {
        var open = 0;
        var changed = false;
        found.jobs.forEach(function (job) {
          var row = document.getElementById("job-" + job.id);
          var over = job.state !== "waiting" && job.state !== "running";
          if (!over) open += 1;
          if (!row) { changed = true; return; }
          if (row.dataset.state !== job.state) { changed = true; return; }
          var bar = row.querySelector("progress");
          if (bar && job.total) { bar.max = job.total; bar.value = job.done; }
          row.querySelector("[data-said]").textContent = job.said;
        });
        if (changed && !document.querySelector(":focus:is(input:not([type=file]), select, textarea)")) location.reload();
        else if (open || changed) setTimeout(look, 1000);
      }).catch(function () { setTimeout(look, 3000); });
    }
    setTimeout(look, 700);
  }

  // plan.md: line numbers, and what is wrong while it is written.
  function raw(form) {
    var text = form.querySelector("textarea");
    var lines = form.querySelector("[data-lines]");
    var live = document.querySelector("[data-live]");
    var wrong = {};
    var timer = 0;
    function number() {
      var count = text.value.split("\n").length;
      lines.textContent = "";
      for (var n = 1; n <= count; n++) {
        var mark = document.createElement(wrong[n] ? "b" : "span");
        mark.textContent = n + "\n";
        lines.appendChild(mark);
      }
      lines.scrollTop = text.scrollTop;
    }
    function check() {
      var body = new URLSearchParams();
      body.set("text", text.value);
      body.set("csrf", form.querySelector("[name=csrf]").value);
      fetch(form.dataset.raw, { method: "POST", body: body, credentials: "same-origin" }).then(function (answer) { return answer.json(); }).then(function (found) {
        if (!found.problems) return;
        wrong = {};
        live.textContent = "";
        found.problems.forEach(function (p) {
          wrong[p.line] = true;
          var row = document.createElement("p");
          row.className = "wrong";
          row.textContent = "第 " + p.line + " 行：" + p.words;
          live.appendChild(row);
        });
        if (!found.problems.length) {
          var good = document.createElement("p");
          good.textContent = found.changed ? "能读；与原文不同的字 " + found.changed + " 处。" : "能读，文字与原文一致。";
          live.appendChild(good);
        }
        number();
      }).catch(function () {});
    }
    text.addEventListener("input", function () { number(); clearTimeout(timer); timer = setTimeout(check, 600); });
    text.addEventListener("scroll", function () { lines.scrollTop = text.scrollTop; });
    number();
  }

  // Files dropped on the form are those of its field.
  function drop(form) {
    var field = form.querySelector("input[type=file]");
    ["dragover", "dragleave", "drop"].forEach(function (name) {
      form.addEventListener(name, function (event) {
        event.preventDefault();
        form.classList.toggle("over", name === "dragover");
        if (name === "drop" && event.dataTransfer.files.length) {
          field.files = event.dataTransfer.files;
          form.requestSubmit();
        }
      });
    });
  }

  document.querySelectorAll("[data-check-all]").forEach(function (box) {
    box.addEventListener("change", function () {
      document.querySelectorAll("input[type=checkbox][name='" + box.dataset.checkAll + "']").forEach(function (one) { one.checked = box.checked; });
    });
  });
  document.querySelectorAll("[data-review]").forEach(together);
  document.querySelectorAll("[data-jobs]").forEach(follow);
  document.querySelectorAll("[data-raw]").forEach(raw);
  document.querySelectorAll("[data-drop]").forEach(drop);
})();
