/** Tags that are moved from one version to the next. */
const movingTags =
  /^(?:latest|stable|edge|nightly|main|master|develop|dev|canary|beta|next|lts|current|rolling)(?:[.-]|$)/

/** True for an image without a version: no tag, or one that moves, and no digest. */
export function isFloating(reference: string): boolean {
  if (reference.includes("@sha256:")) return false
  const lastPart = reference.slice(reference.lastIndexOf("/") + 1)
  const [, tag] = lastPart.split(":")
  return tag === undefined || tag === "" || movingTags.test(tag)
}

const dataStores =
  /(?:^|\/)(?:redis|valkey|postgres|postgresql|pgvector|mysql|mariadb|mongo|mongodb|qdrant|elasticsearch|opensearch|memcached|rabbitmq|minio|clickhouse|weaviate|milvus|etcd|redis-stack|redis-stack-server)(?:[:@]|$)/

/** True for the well-known images of data stores. */
export function isDataStore(reference: string): boolean {
  return dataStores.test(reference)
}
