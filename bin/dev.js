#!/usr/bin/env node
// Runs aidep from its TypeScript source: Node 24 strips the types.
import { fileURLToPath } from "node:url"
import "./source.js"

const { main } = await import("../src/main.ts")
await main(process.argv.slice(2), fileURLToPath(new URL("..", import.meta.url)))
