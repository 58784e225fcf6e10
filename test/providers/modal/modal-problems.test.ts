import { describe, expect, it } from "vitest"
import { codes, renderOnModal, webOnModal } from "./render-modal.ts"

function service(line: string): string {
  return `version: 1\nname: shop\nservices:\n  one: ${line}\n`
}

describe("values that Modal cannot take", () => {
  it.each([
    ["regions: [us-east-1]", "error modal/unknown-region"],
    ["gpu: [V100]", "error modal/unknown-gpu"],
    ["gpu: [constructor]", "error modal/unknown-gpu"],
    ['gpu: ["A10:8"]', "error modal/too-many-gpus"],
    ['gpu: ["T4:9"]', "error modal/too-many-gpus"],
    ["scale: { idle: 1s }", "error modal/idle-out-of-range"],
    ["scale: { idle: 2h }", "error modal/idle-out-of-range"],
    ["health: { path: /health, startup: 25h }", "error modal/startup-too-long"],
    ["runtime: python@3.9", "error modal/python-not-offered"],
    ["runtime: python@3", "error modal/python-not-offered"],
    ["runtime: python@3.10", "warning modal/python-ending"],
    ["size: { cpu: 0.1 }", "warning modal/cpu-rounded"],
    ["size: { memory: 64MiB }", "warning modal/memory-rounded"],
    ["volumes: { a: { mount: /data }, b: { mount: /data } }", "error modal/same-mount"],
  ])("%s", (fields, expected) => {
    expect(codes(renderOnModal(webOnModal(fields)))).toContain(expected)
  })

  it("lists what there is, at the place of what there is not", () => {
    const { diagnostics } = renderOnModal(webOnModal("gpu: [T4, V100]"))
    expect(diagnostics).toEqual([
      expect.objectContaining({
        message: 'Modal has no GPU "V100".',
        hint: expect.stringContaining("T4, L4, A10"),
        place: { file: "aidep.yaml", line: 4, column: 76 },
      }),
    ])
  })

  it("needs a whole command for an image, and says why", () => {
    const { diagnostics } = renderOnModal(
      service("{ kind: web, image: acme/api:1, targets: [modal] }"),
    )
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: "modal/command-missing",
        message: expect.stringContaining("the ENTRYPOINT of an image is not used there"),
      }),
    ])
  })

  it("needs a command or an application for a folder, and a language", () => {
    const empty = { "./api": { node: undefined, python: undefined } }
    expect(codes(renderOnModal(webOnModal(""), { sources: empty }))).toEqual([
      "error modal/language-unknown",
      "error modal/command-missing",
    ])
  })

  it("has nothing to say about a plain service", () => {
    expect(codes(renderOnModal(webOnModal("scale: { min: 0, max: 3, idle: 5m }")))).toEqual([])
  })
})

describe("what Modal does not have", () => {
  it.each([
    "{ kind: worker, image: acme/worker:1, targets: [modal], command: [work] }",
    "{ kind: static, source: ./web, targets: [modal] }",
  ])("%s is an error", (line) => {
    expect(codes(renderOnModal(service(line)))).toContain("error support/unsupported")
  })

  it.each(["redis", "postgres", "mongodb", "qdrant", "bucket"])("%s is an error", (kind) => {
    const manifest = `${webOnModal("")}resources:\n  store: { kind: ${kind}, targets: [modal] }\n`
    expect(codes(renderOnModal(manifest))).toContain("error support/unsupported")
  })

  it.each(["canary", "blue-green"])("%s has no effect", (strategy) => {
    const manifest = `${webOnModal("")}rollout: { strategy: ${strategy} }\n`
    expect(codes(renderOnModal(manifest))).toEqual(["warning support/ignored"])
  })
})
