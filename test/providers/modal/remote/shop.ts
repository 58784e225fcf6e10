import { projectOn } from "./simulate-modal.ts"

/** A service with a secret and a volume, a job, and a service that calls the first one. */
export const shop = projectOn(`
version: 1
name: shop
services:
  model:
    kind: inference
    image: ghcr.io/acme/model:1
    targets: [modal]
    command: [serve]
    port: 8000
    access: internal
    gpu: [T4]
    scale: { min: 1, max: 2 }
    health: { path: /health, release: header }
    volumes: { weights: { mount: /weights } }
    secrets: [HF_TOKEN]
  train:
    kind: job
    image: ghcr.io/acme/train:1
    targets: [modal]
    command: [train]
    schedule: "0 3 1 * *"
  api:
    kind: web
    image: ghcr.io/acme/api:1
    targets: [modal]
    command: [serve]
    port: 8080
    preDeploy: [migrate]
    health: { path: /health, release: header }
    env: { MODEL_URL: "\${services.model.url}", MODEL_TOKEN: "\${services.model.token}" }
`)

export const modelAddress = "production/model/app/model"
export const trainAddress = "production/train/app/train"
export const apiAddress = "production/api/app/api"
export const volumeAddress = "production/(project)/volume/model-weights"

export const modelUrl = "https://acme--shop-production-model.modal.run"
