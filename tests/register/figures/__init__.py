"""Tests of the register's figures."""
