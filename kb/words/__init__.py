"""What plans are written with: words, labels and grammar as tables of rows, each with samples that a test runs.

The lowest room of the house. Every other room takes its words from here and owns none of its own:

role_words    牵头, 责任, 配合 …: one row a word; everything that reads responsibility is built from them
simple_label  责任单位, and nothing more
roles         labels (责任单位：), column heads, short forms, labels of leaders
persons       leaders printed where units are: 李某某副省长, 区教委（王某某）
endings       ends of clauses that give a role: 按职责分工负责, 为牵头单位
scope_rules   who of a list leads, what everything after has: 列第一位者为牵头单位, 不再列出
deadlines     完成时限, 2023年6月底前, the last day a deadline allows
limits        不低于, 不得超过, 以上: how a number is to be met
unit_names    shapes of unit names; unit_kinds: 政府部门, 群团 … by the head noun
official      document numbers, dates, issuers, addressees, titles
numerals      十二 and 12; lookalikes: 未 and 末; traditional: 單 and 单
forms         a row of such a table; normalised: the matching form of a text
"""
