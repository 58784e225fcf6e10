/** Packages that have `torch` among their own required dependencies, as their metadata of 2026-11-21 says. */
const packages: ReadonlySet<string> = new Set([
  "torch",
  "torchvision",
  "torchaudio",
  "accelerate",
  "lightning",
  "open-clip-torch",
  "openai-whisper",
  "peft",
  "pytorch-lightning",
  "sentence-transformers",
  "timm",
  "ultralytics",
  "vllm",
])

/** Whether one of the requirements, each as pip reads it, brings PyTorch. */
export function requiresTorch(requirements: readonly string[]): boolean {
  return requirements.some((requirement) => packages.has(nameOf(requirement)))
}

/** In the form in which names are compared, https://packaging.python.org/specifications/name-normalization. */
function nameOf(requirement: string): string {
  const name = /^\s*([a-z\d][\w.-]*)/i.exec(requirement)?.[1] ?? ""
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-")
}
