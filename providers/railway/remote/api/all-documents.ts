import * as buckets from "./bucket-documents.ts"
import * as services from "./documents.ts"
import * as domains from "./domain-documents.ts"
import * as places from "./place-documents.ts"
import type { Document } from "./railway-api.ts"

/** For tests, which hold all of them against the published schema. */
export const documents: readonly Document<unknown>[] = [
  services.placesDocument,
  services.projectTokenDocument,
  services.environmentDocument,
  services.instanceDocument,
  services.renderedVariablesDocument,
  services.logsDocument,
  services.createServiceDocument,
  services.createVolumeDocument,
  services.applyServiceDocument,
  services.deleteServiceDocument,
  places.createProjectDocument,
  places.createEnvironmentDocument,
  places.deleteEnvironmentDocument,
  places.deleteProjectDocument,
  domains.createDomainDocument,
  domains.updateDomainDocument,
  domains.issueCertificateDocument,
  domains.deleteDomainDocument,
  buckets.bucketsDocument,
  buckets.bucketAddressDocument,
  buckets.createBucketDocument,
  buckets.renameBucketDocument,
  buckets.patchBucketsDocument,
]
