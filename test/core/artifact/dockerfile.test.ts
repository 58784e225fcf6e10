import { execFileSync } from "node:child_process"
import { describe, expect, test } from "vitest"
import { type DockerInstruction, printDockerfile } from "../../../src/core/artifact/dockerfile.ts"
import { ownershipOf } from "../../../src/core/artifact/marker.ts"
import { serialize } from "../../../src/core/artifact/serialize.ts"

const print = (...instructions: readonly DockerInstruction[]) =>
  printDockerfile({ stages: [{ from: "node:24-slim", instructions }] })

describe("a Dockerfile", () => {
  test("has its stages apart, each with its name", () => {
    const text = printDockerfile({
      stages: [
        { from: "node:24-slim", name: "build", instructions: [{ do: "workdir", path: "/app" }] },
        {
          from: "node:24-slim",
          instructions: [
            { do: "copy", from: "build", owner: "node:node", sources: ["/app"], to: "./" },
          ],
        },
      ],
    })
    expect(text).toBe(
      [
        "FROM node:24-slim AS build",
        "WORKDIR /app",
        "",
        "FROM node:24-slim",
        "COPY --from=build --chown=node:node /app ./",
        "",
      ].join("\n"),
    )
  })

  test("writes commands that a signal reaches, without a shell", () => {
    expect(print({ do: "cmd", command: ["node", 'say "hi".js'] })).toContain(
      String.raw`CMD ["node", "say \"hi\".js"]`,
    )
  })

  test("writes the health check in the order of its options", () => {
    const text = print({
      do: "healthcheck",
      command: ["true"],
      intervalSeconds: 30,
      timeoutSeconds: 5,
      startPeriodSeconds: 60,
      retries: 3,
    })
    expect(text).toContain(
      'HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \\\n    CMD ["true"]\n',
    )
  })

  test("keeps a path with a space or a dollar sign whole", () => {
    expect(print({ do: "copy", sources: ["a b"], to: "./" })).toContain('COPY ["a b", "./"]')
    expect(print({ do: "copy", sources: ["a$b"], to: "./" })).toContain(
      String.raw`COPY ["a\\$b", "./"]`,
    )
  })

  test("replaces a variable only where the value says so", () => {
    const text = print({
      do: "env",
      values: { PATH: { expanded: "/opt/venv/bin:$PATH" }, PRICE: "5 $", PLAIN: "1" },
    })
    expect(text).toContain('ENV PATH="/opt/venv/bin:$PATH" \\\n    PRICE="5 \\$" \\\n    PLAIN=1\n')
  })

  test("gives a shell each word as it is", () => {
    const words = ["it's", "$HOME", "a b", '"', "*", "`id`", "plain", "back\\slash"]
    const text = print({ do: "run", commands: [["printf", String.raw`%s\n`, ...words], ["true"]] })
    const script = text.slice(text.indexOf("RUN ") + 4)
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim().split("\n")).toEqual(
      words,
    )
  })

  test("leaves the shell out where a word holds a line feed, which would end the instruction", () => {
    expect(print({ do: "run", commands: [["python", "-c", "a = 1\nprint(a)"]] })).toContain(
      String.raw`RUN ["python", "-c", "a = 1\nprint(a)"]`,
    )
  })

  test("mounts a folder of another stage for its commands, and takes comments", () => {
    const mount = { from: "wheels", path: "/wheels" }
    expect(
      print(
        { do: "comment", lines: ["Why.", "hadolint ignore=DL3008"] },
        { do: "run", mount, commands: [["true"]] },
        { do: "run", mount, commands: [["echo", "a\nb"]] },
      ),
    ).toContain(
      [
        "# Why.",
        "# hadolint ignore=DL3008",
        "RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels true",
        String.raw`RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels ["echo", "a\nb"]`,
      ].join("\n"),
    )
  })

  test("carries the ownership marker on its first line, which is no parser directive", () => {
    const text = serialize({
      path: "Dockerfile",
      content: { format: "dockerfile", value: { stages: [{ from: "a:1", instructions: [] }] } },
    })
    expect(ownershipOf(text)).toBe("own")
    expect(text.split("\n")[0]).not.toMatch(/^#\s*\w+\s*=/)
  })
})

test("a list of patterns has one a line", () => {
  const text = serialize({
    path: ".dockerignore",
    content: { format: "ignore", patterns: [".git", "!.env.example"] },
  })
  expect(ownershipOf(text)).toBe("own")
  expect(text.split("\n").slice(1)).toEqual([".git", "!.env.example", ""])
})
