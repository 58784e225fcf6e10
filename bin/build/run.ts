import { execFile } from "node:child_process"
import { promisify } from "node:util"

/** Runs a program to its end; what it printed is shown only when it failed. */
export async function run(root: string, file: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(file, args, {
      cwd: root,
      env: { ...process.env, OCLIF_SKIP_NEW_VERSION_CHECK: "true" },
    })
  } catch (error) {
    const command = [file, ...args].join(" ")
    throw new Error(`"${command}" failed. The build is not complete.`, { cause: error })
  }
}
