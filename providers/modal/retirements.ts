import type { RetirementRule } from "aidep/provider"

const changelog = "https://github.com/modal-labs/modal-client/blob/main/py/CHANGELOG.md"
const migration = "https://modal.com/docs/guide/modal-1-0-migration"

/** Python files of a service that import modal and hold a piece of code, outside of comments. */
function codeOfModal(piece: string): RetirementRule["touches"] {
  const pattern = String.raw`(?<!#[^\n]*)(?:${piece})(?<=^[ \t]*(?:import|from)[ \t]+modal\b[\s\S]*)`
  return [{ type: "source", extension: ".py", pattern: new RegExp(pattern, "m") }]
}

/** Names that the Python client gave up, each with the release that first refused them. */
export const modalRetirements: readonly RetirementRule[] = [
  {
    code: "modal/old-autoscaler-names",
    title: "modal 1.4.0 removed the old names of the autoscaler.",
    retiresOn: "2026-03-25",
    source: changelog,
    hint: 'Use "min_containers", "max_containers", "scaledown_window" and "@modal.concurrent(max_inputs=...)".',
    explanation:
      '"keep_warm" became "min_containers", "concurrency_limit" became "max_containers", "container_idle_timeout" became "scaledown_window", and "allow_concurrent_inputs" became the decorator "@modal.concurrent". Since modal 1.4.0 of 2026-03-25 the old names raise an error.',
    example: {
      wrong: "@app.function(keep_warm=1, allow_concurrent_inputs=8)",
      right: "@app.function(min_containers=1)\n@modal.concurrent(max_inputs=8)",
    },
    touches: codeOfModal(
      String.raw`\b(?:keep_warm|concurrency_limit|container_idle_timeout|allow_concurrent_inputs)\s*=(?!=)`,
    ),
  },
  {
    code: "modal/web-endpoint",
    title: 'modal 1.4.0 removed the decorator "web_endpoint".',
    retiresOn: "2026-03-25",
    source: "https://modal.com/docs/sdk/py/latest/fastapi_endpoint",
    hint: 'Use "@modal.fastapi_endpoint" with the same parameters.',
    explanation:
      '"web_endpoint" was renamed to "fastapi_endpoint" on 2025-03-05 and raises an error since modal 1.4.0 of 2026-03-25.',
    example: {
      wrong: '@modal.web_endpoint(method="POST")',
      right: '@modal.fastapi_endpoint(method="POST")',
    },
    touches: codeOfModal(String.raw`\bweb_endpoint\b`),
  },
  {
    code: "modal/webhook",
    title: 'Modal removed the decorator "webhook".',
    retiresOn: "2023-07-02",
    source: "https://github.com/modal-labs/modal-client/commit/3138cb8a3",
    hint: 'Use "@modal.fastapi_endpoint" under "@app.function".',
    explanation: 'The decorators "@stub.webhook" and "@stub.asgi" were removed on 2023-07-02.',
    example: { wrong: "@stub.webhook", right: "@app.function()\n@modal.fastapi_endpoint()" },
    touches: codeOfModal(String.raw`@\w+\.webhook\b`),
  },
  {
    code: "modal/gpu-objects",
    title: 'modal 1.4.0 removed the module "modal.gpu".',
    retiresOn: "2026-03-25",
    source: "https://modal.com/docs/guide/gpu",
    hint: 'Write GPUs as text, such as gpu="H100:2", and alternatives as a list of texts.',
    explanation:
      'Objects such as "modal.gpu.H100(count=2)" were deprecated on 2025-02-07 and removed with modal 1.4.0 of 2026-03-25.',
    example: { wrong: "gpu=modal.gpu.H100(count=2)", right: 'gpu="H100:2"' },
    touches: codeOfModal(String.raw`\bmodal\.gpu\b|\bfrom[ \t]+modal[ \t]+import[^\n]*\bgpu\b`),
  },
  {
    code: "modal/stub",
    title: 'modal 1.0.0 removed "Stub".',
    retiresOn: "2025-05-16",
    source: migration,
    hint: 'Use "modal.App" with the same parameters.',
    explanation:
      '"modal.Stub" was renamed to "modal.App". Since modal 1.0.0 of 2025-05-16 the old name raises an AttributeError.',
    example: { wrong: 'stub = modal.Stub("api")', right: 'app = modal.App("api")' },
    touches: codeOfModal(String.raw`\bmodal\.Stub\b|\bfrom[ \t]+modal[ \t]+import[^\n]*\bStub\b`),
  },
  {
    code: "modal/mounts",
    title: 'modal 1.0.0 removed "Mount".',
    retiresOn: "2025-05-16",
    source: migration,
    hint: 'Use "Image.add_local_dir", "Image.add_local_file" or "Image.add_local_python_source".',
    explanation:
      '"modal.Mount" and the parameters "mounts" and "mount" were removed with modal 1.0.0 of 2025-05-16; what is mounted is part of the image now.',
    example: {
      wrong: 'mounts=[modal.Mount.from_local_dir("data", "/root/data")]',
      right: 'image=image.add_local_dir("data", "/root/data")',
    },
    touches: codeOfModal(
      String.raw`\bmodal\.Mount\b|\bfrom[ \t]+modal[ \t]+import[^\n]*\bMount\b|\bmounts\s*=\s*\[`,
    ),
  },
  {
    code: "modal/copy-local",
    title: 'modal 1.1.0 removed "copy_local_dir", "copy_local_file" and "build".',
    retiresOn: "2025-07-17",
    source: changelog,
    hint: 'Use "Image.add_local_dir(..., copy=True)" and "Image.run_function".',
    explanation:
      'The methods "copy_local_dir" and "copy_local_file" became "add_local_dir" and "add_local_file". "@modal.build" has no successor but "Image.run_function", or a Volume that "@modal.enter" fills. modal 1.1.0 of 2025-07-17 refuses the old names.',
    example: {
      wrong: 'image.copy_local_dir("src")',
      right: 'image.add_local_dir("src", "/root/src", copy=True)',
    },
    touches: codeOfModal(
      String.raw`\.copy_local_(?:dir|file)\b|@modal\.build\b|\bfrom[ \t]+modal[ \t]+import[^\n]*\bbuild\b`,
    ),
  },
  {
    code: "modal/lookup",
    title: 'modal 1.2.0 removed "lookup" of everything but apps.',
    retiresOn: "2025-10-09",
    source: changelog,
    hint: 'Use "from_name" with the same names.',
    explanation:
      'Methods such as "modal.Function.lookup" were removed with modal 1.2.0 of 2025-10-09. "modal.App.lookup" is still there.',
    example: {
      wrong: 'modal.Function.lookup("app", "f")',
      right: 'modal.Function.from_name("app", "f")',
    },
    touches: codeOfModal(
      String.raw`\b(?:Function|Cls|Dict|Queue|Volume|Secret|NetworkFileSystem)\.lookup\(`,
    ),
  },
  {
    code: "modal/python-3.9",
    title: "modal 1.3.0 ended Python 3.9.",
    retiresOn: "2025-12-19",
    source: changelog,
    hint: 'Use "python_version" 3.11 or later.',
    explanation:
      "Neither the client nor an image may have Python 3.9 since modal 1.3.0 of 2025-12-19.",
    example: {
      wrong: 'modal.Image.debian_slim(python_version="3.9")',
      right: 'modal.Image.debian_slim(python_version="3.12")',
    },
    touches: codeOfModal(
      String.raw`\b(?:(?:python_version|add_python)\s*=|debian_slim\()\s*["']3\.[0-9](?!\d)`,
    ),
  },
]
