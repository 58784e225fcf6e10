#!/usr/bin/env node
// Any Node, however old, must parse this file and reach the message below: no import, no const, no arrow functions, and
// no call over several lines, to which the formatter adds a comma.
var needed = [22, 19]
var found = process.versions.node.split(".").map(Number)
var tooOld = found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])

var upgrade = [
  "aidep needs Node " +
    needed.join(".") +
    " or newer, and this is Node " +
    process.versions.node +
    ".",
  "Nothing was changed.",
  "Install a newer Node from https://nodejs.org/en/download and run the command again.",
]

var build = [
  "This copy of aidep is not built. Nothing was changed.",
  'Run "npm run build" first, or "npm run aidep -- <command>" to run from source.',
]

if (tooOld) stop(upgrade)
else start()

function stop(lines) {
  console.error(lines.join("\n"))
  process.exit(78)
}

function start() {
  var module = process.getBuiltinModule("node:module")
  var path = process.getBuiltinModule("node:path")
  var fs = process.getBuiltinModule("node:fs")
  var script = fs.realpathSync(process.argv[1])
  var root = path.dirname(path.dirname(script))
  var main = path.join(root, "dist", "main.cjs")
  if (!fs.existsSync(main)) stop(build)

  // Rendering thousands of services makes much that lives shortly, for which V8 would take 100 MB more.
  process.getBuiltinModule("node:v8").setFlagsFromString("--semi-space-growth-factor=1")
  // For the packages that adapters load when they are first used.
  module.enableCompileCache()
  // zod compiles a schema before its first use, which takes longer than the one use that follows in a command. Its
  // settings stand under this name before it is loaded; z.config() would load it for every command.
  globalThis.__zod_globalConfig = { jitless: true }
  var args = process.argv.slice(2)
  module.createRequire(script)("./start.cjs")(main, args[0]).main(args, root)
}
