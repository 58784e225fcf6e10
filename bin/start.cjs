// Loads the program together with the code that V8 compiled when the same command ran before. Node's own compile
// cache is made before a module runs, so it lacks every function that is compiled at its first call: with it,
// "aidep validate" takes half as long again.
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require("node:fs")
const { createRequire, Module } = require("node:module")
const { homedir } = require("node:os")
const { dirname, join } = require("node:path")
const { constants, Script } = require("node:vm")

/** The exports of the program, a CommonJS file that begins with a comment which names its content. */
module.exports = function start(file, command) {
  hideLoaderWarning()
  const source = readFileSync(file, "utf8")
  const cache = cacheFile(source.slice(3, 67), command)
  const cachedData = readCache(cache)
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${source}\n})`,
    {
      filename: file,
      cachedData,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  )
  if (cache !== undefined && (cachedData === undefined || script.cachedDataRejected))
    process.once("exit", () => writeCache(cache, script.createCachedData()))
  return run(file, script)
}

/** Node warns of the loader that is chosen above when the first package is loaded, which says nothing to users. */
function hideLoaderWarning() {
  const { emitWarning } = process
  process.emitWarning = (warning, ...rest) => {
    if (!String(warning).includes("USE_MAIN_CONTEXT_DEFAULT_LOADER"))
      emitWarning.call(process, warning, ...rest)
  }
}

function run(file, script) {
  const require = createRequire(file)
  const program = new Module(file)
  program.filename = file
  // oclif asks for the file again, and gets the same program.
  require.cache[file] = program
  script.runInThisContext()(program.exports, require, program, file, dirname(file))
  program.loaded = true
  return program.exports
}

/** In the user's own folder: whoever writes there can run programs as the user anyway. */
function cacheFile(digest, command) {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return undefined
  const { v8 } = process.versions
  const name = /^[a-z]+$/.test(command) ? command : "other"
  return join(cacheFolder(), `${digest.slice(0, 16)}-${v8}-${process.arch}-${name}.bin`)
}

function cacheFolder() {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env
  const caches = XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), ".cache")
  return join(caches, "aidep", "code")
}

function readCache(cache) {
  try {
    return cache === undefined ? undefined : readFileSync(cache)
  } catch {
    return undefined
  }
}

/** Another run may write the same file: each writes its own and renames it. Without a place, the next run is slower. */
function writeCache(cache, data) {
  try {
    mkdirSync(dirname(cache), { recursive: true, mode: 0o700 })
    removeOld(dirname(cache))
    const own = `${cache}.${process.pid}`
    writeFileSync(own, data, { mode: 0o600 })
    renameSync(own, cache)
  } catch {}
}

const keptMs = 30 * 24 * 60 * 60 * 1000

/** Other versions of aidep leave theirs behind. */
function removeOld(folder) {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (Date.now() - statSync(file).mtimeMs > keptMs) rmSync(file, { force: true })
  }
}
