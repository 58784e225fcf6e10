import { resourceKinds, serviceKinds } from "../../src/core/manifest/schema/service.ts"
import type { PlatformFacts } from "../../src/core/project/platform-facts.ts"
import {
  edgeFields,
  forAll,
  native,
  rolloutStrategies,
  serviceFields,
  type SupportTable,
} from "../../src/core/project/support.ts"

/** A platform that can do everything, for tests of the core; `changes` says what is different. */
export function testPlatform(id: string, changes: Partial<PlatformFacts> = {}): PlatformFacts {
  return {
    id,
    title: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    roles: ["service", "resource", "edge"],
    support: allNative,
    alwaysAllowed: false,
    scope: "placed",
    maxNameLength: 63,
    ...changes,
  }
}

export const allNative: SupportTable = {
  kinds: forAll(serviceKinds, native),
  fields: forAll(serviceFields, native),
  resources: forAll(resourceKinds, native),
  edge: forAll(edgeFields, native),
  rollout: forAll(rolloutStrategies, native),
  build: forAll(["platform", "ci"], native),
}
