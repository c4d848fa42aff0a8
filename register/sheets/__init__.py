"""The two registers as workbooks, printed books and plain data: formatting only."""
