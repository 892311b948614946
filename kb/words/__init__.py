"""What plans are written with: words, labels and grammar as tables of rows, each with samples that a test runs.

The lowest room of the house. Every other room takes its words from here and owns none of its own:

role_words   牵头, 责任, 配合 …: one row a word; everything that reads responsibility is built from them
roles        labels (责任单位：), column heads, short forms, built from `role_words`
numerals     十二 and 12
places       provinces, and places by the shape of their names
"""
