import { expect, test } from "vitest"
import { placed } from "../../support/parse-text.ts"
import { codesOf, lintFile, lintText, cleanManifest } from "./lint-text.ts"

const end = '\nUSER 1000\nCMD ["a"]\n'
const found = (text: string) => codesOf(lintFile("api/Dockerfile", text))

test.each([
  ["a tag that is an argument", "ARG TAG=1\nFROM node:${TAG}"],
  ["an earlier stage", "FROM node:24 AS build\nFROM build"],
  ["nothing", "FROM scratch"],
  ["a digest", `FROM node@sha256:${"a".repeat(64)}`],
  ["a registry with a port", "FROM registry.example.com:5000/node:24"],
])("the base may be %s", (_, from) => expect(found(from + end)).toEqual([]))

test("places count from one, behind comments too", () => {
  const text = "# syntax=docker/dockerfile:1\n\n  FROM node\nUSER 0\nCMD a\n"
  expect(placed(lintFile("Dockerfile", text))).toEqual([
    "3:3 dockerfile/floating-base",
    "4:1 dockerfile/root-user",
    "5:1 dockerfile/shell-form",
  ])
})

test("a user of an earlier stage, and one of the base image, count", () => {
  expect(found('FROM node:24 AS base\nUSER 1000\nFROM base\nCMD ["a"]\n')).toEqual([])
  expect(found('FROM gcr.io/distroless/nodejs24:nonroot-1\nCMD ["a"]\n')).toEqual([])
  expect(found('FROM node:24 AS base\nUSER 1000\nUSER root\nFROM base\nCMD ["a"]\n')).toEqual([
    "dockerfile/root-user",
  ])
})

test("only the last stage is the image", () => {
  expect(found(`FROM node:24 AS build\nUSER root\nCMD build${"\n"}FROM node:24${end}`)).toEqual([])
})

test("secrets of the build count, and placeholders do not", () => {
  expect(found(`FROM a:1\nARG NPM_TOKEN${end}`)).toEqual(["dockerfile/secret-in-image"])
  expect(found(`FROM a:1\nENV API_KEY="" MAX_TOKENS=5${end}`)).toEqual([])
  expect(found(`FROM a:1\nCOPY --from=build .npmrc ./${end}`)).toEqual([])
  expect(found(`FROM a:1\nCOPY .env.example ./${end}`)).toEqual([])
  expect(found(`FROM a:1\nCOPY [".npmrc", "./"]${end}`)).toEqual(["dockerfile/copied-secrets"])
})

test("a shell that is replaced by the program passes signals on", () => {
  expect(found("FROM a:1\nUSER 1\nCMD exec node server.js\n")).toEqual([])
})

test.each([
  "curl -s https://a.example/x | bash",
  "wget -qO- https://a.example/x | sudo -E sh",
  "bash <(curl -s https://a.example/x)",
])("%s runs what nobody saw", (command) =>
  expect(found(`FROM a:1\nRUN ${command}${end}`)).toEqual(["dockerfile/piped-download"]),
)

test("a list of what stays out belongs beside the Dockerfile", () => {
  const files = [{ path: "api/Dockerfile", text: `FROM a:1\nCOPY . .${end}` }]
  expect(codesOf(lintText(cleanManifest, { files }))).toEqual(["dockerfile/no-ignore-file"])
  const more = [...files, { path: "api/.dockerignore", text: ".env\n" }]
  expect(lintText(cleanManifest, { files: more })).toEqual([])
  const named = [...files, { path: "api/Dockerfile.dockerignore", text: ".env\n" }]
  expect(lintText(cleanManifest, { files: named })).toEqual([])
})

test.each(["", "FROM", "\u0000", "COPY", "FROM a AS\nRUN <<EOF\n", "{}"])(
  "a text that is none (%j) is no fault of the rules",
  (text) => expect(() => found(text)).not.toThrow(),
)
