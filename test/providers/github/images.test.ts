import { ignored } from "aidep/provider"
import { describe, expect, test } from "vitest"
import {
  completeManifest,
  completeSources,
  everyOptionManifest,
  platform,
  type ReadJob,
  renderGithub,
  step,
} from "./render-github.ts"

const complete = renderGithub(completeManifest, { sources: completeSources })
const everything = renderGithub(everyOptionManifest, { sources: completeSources })

const logIn = (job: ReadJob) => step(job, "Log in to the registry").with

const manifest = (registry: string) => `version: 1
name: shop
build: { by: ci }
registry: ${registry}
services: { web: { kind: web, source: ./web, targets: [alpha] } }
`

const builtFor = (registry: string) =>
  renderGithub(manifest(registry), { providers: [platform("alpha")] }).job("deploy", "build-web")

describe("images built by the pipeline", () => {
  test("are pushed by digest, which the deploy gets", () => {
    const job = everything.job("deploy", "build-gateway")
    expect(job.needs).toEqual(["test"])
    expect(step(job, "Build and push").with).toEqual({
      context: "services/gateway",
      file: "services/gateway/Dockerfile",
      outputs:
        "type=image,name=ghcr.io/acme/lora-gateway-gateway,push-by-digest=true,name-canonical=true,push=true",
    })
    expect(job.outputs).toEqual({ digest: "${{ steps.push.outputs.digest }}" })
    const deploy = everything.job("deploy", "deploy")
    expect(deploy.needs).toEqual(["test", "build-inference", "build-gateway", "build-retrain"])
    expect(step(deploy, "Deploy").env).toMatchObject({
      AIDEP_IMAGE_GATEWAY:
        "ghcr.io/acme/lora-gateway-gateway@${{ needs.build-gateway.outputs.digest }}",
    })
  })

  test("come with a Dockerfile where the source has none", () => {
    expect([...everything.files.keys()]).toContain("services/gateway/Dockerfile")
    expect([...complete.files.keys()]).not.toContain("services/gateway/Dockerfile")
  })

  test("are pushed to GitHub's registry with the workflow's token, elsewhere with two secrets", () => {
    expect(logIn(everything.job("deploy", "build-gateway"))).toEqual({
      registry: "ghcr.io",
      username: "${{ github.actor }}",
      password: "${{ github.token }}",
    })
    expect(builtFor("registry.example.com:5000/shop").permissions).toEqual({ contents: "read" })
    expect(logIn(builtFor("registry.example.com:5000/shop"))).toEqual({
      registry: "registry.example.com:5000",
      username: "${{ secrets.REGISTRY_USERNAME }}",
      password: "${{ secrets.REGISTRY_PASSWORD }}",
    })
    expect(logIn(builtFor("acme"))).toMatchObject({ registry: "docker.io" })
  })

  test("are built for services whose platform takes images, and for no others", () => {
    const text = `version: 1
name: shop
build: { by: ci }
registry: ghcr.io/acme
services:
  web: { kind: web, source: ./web, targets: [alpha] }
  site: { kind: static, source: ./site, targets: [alpha] }
  proxy: { kind: web, image: "ghcr.io/acme/proxy:1.0.0", targets: [alpha] }
  model: { kind: inference, source: ./model, targets: [beta] }
`
    const { workflows } = renderGithub(text, {
      providers: [platform("alpha"), platform("beta", ignored("It builds by itself."))],
    })
    const jobs = Object.keys(workflows.get("deploy")?.jobs ?? {})
    const built = jobs.filter((id) => id.startsWith("build-"))
    expect(built).toEqual(["build-web"])
  })
})
