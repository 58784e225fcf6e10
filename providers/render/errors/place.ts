import { entry } from "aidep/provider"

export const unknownRegion = entry<{ region: string; possible: string }>({
  code: "render/unknown-region",
  severity: "error",
  title: "Render has no such region.",
  message: ({ region }) => `"${region}" is no region of Render.`,
  hint: ({ possible }) => `Choose one of these: ${possible}.`,
  explanation:
    "Render runs services in five regions. A manifest can name them as Render does, or by a general name that means the nearest one on every platform.",
  example: { wrong: "regions: [us-east-1]", right: "regions: [us-east]" },
})

export const oneRegion = entry<{ regions: readonly string[]; region: string }>({
  code: "render/one-region",
  severity: "warning",
  title: "A service on Render runs in one region.",
  message: ({ regions, region }) =>
    `The service runs in "${region}" only, not in all of ${regions.join(", ")}.`,
  hint: () => "Keep the first region, or choose a platform that has several, such as fly.",
  explanation:
    "A service on Render stands in one region. aidep takes the first one that the manifest names.",
  example: { wrong: "regions: [us-east, eu-west]", right: "regions: [us-east]" },
})

export const regionsApart = entry<{ service: string; own: string; other: string; theirs: string }>({
  code: "render/regions-apart",
  severity: "error",
  title: "A service cannot reach what it uses, because that stands in another region.",
  message: ({ service, own, other, theirs }) =>
    `"${service}" runs in "${own}" and uses "${other}" in "${theirs}"; Render's private network does not reach from one region to another.`,
  hint: () => 'Give both the same region, with "regions" or the option "region".',
  explanation:
    "Data stores and private services on Render answer on the private network, which connects services of one region only.",
  example: {
    wrong: "regions: [eu-west]\nplatforms: { render: { region: oregon } }",
    right: "platforms: { render: { region: frankfurt } }",
  },
})

export const storeClosed = entry<{ resource: string; service: string; platform: string }>({
  code: "render/store-closed",
  severity: "error",
  title: "A service on another platform cannot reach a data store on Render.",
  message: ({ resource, service, platform }) =>
    `"${service}" on ${platform} uses "${resource}", which is closed to everything outside of Render.`,
  hint: ({ resource }) =>
    `Put both on one platform, or allow the networks it calls from: resources.${resource}.platforms.render.ipAllowList.`,
  explanation:
    "aidep closes Key Value and Postgres on Render to the internet. Where a service elsewhere has to reach them, the manifest says from which networks.",
  example: {
    wrong: "cache: { kind: redis, targets: [render] }",
    right:
      "cache: { kind: redis, targets: [render], platforms: { render: { ipAllowList: [203.0.113.0/24] } } }",
  },
})

export const placeErrors = [unknownRegion, oneRegion, regionsApart, storeClosed]
