# SPDX-License-Identifier: Apache-2.0
PREFIX ?= /usr/local

.PHONY: build debug test check bench install format
build: ; scripts/install-dependencies build && scripts/build release
debug: ; scripts/build debug
test: ; scripts/test
check: ; scripts/build debug && scripts/check
bench: ; Benchmarks/run
install: build ; scripts/install "$(PREFIX)"
format: ; swift format --in-place --recursive --parallel Sources Plugins Tests Package.swift Benchmarks
