// SPDX-License-Identifier: GPL-3.0-or-later
// One SQL statement in DuckDB: node duck.mjs THREADS SQL. Prints the rows as TSV (none for COPY).
// @duckdb/node-api is looked for in $CS_NODE_MODULES, then in build/node_modules.
import { createRequire } from "node:module";
import path from "node:path";

const modules = process.env.CS_NODE_MODULES || "build/node_modules";
const require = createRequire(path.resolve(modules, "x.js"));
const { DuckDBInstance } = require("@duckdb/node-api");

const [threads, sql] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();
const result = await connection.runAndReadAll(sql);
const out = result.getRows().map((row) => row.map((v) => (v === null ? "\\N" : String(v))).join("\t"));
if (out.length !== 0) process.stdout.write(out.join("\n") + "\n");
