import type { Service } from "aidep/provider"
import type { ServiceImage } from "./service-image.ts"

/**
 * CUDA 13.0 and cuDNN 9 without a compiler: PyTorch 2.13 and onnxruntime-gpu 1.30 are built against these. It needs
 * a driver of the 580 series or newer. https://hub.docker.com/r/nvidia/cuda (2026-11-21).
 */
const cudaImage = "nvidia/cuda:13.0.3-cudnn-runtime-ubuntu24.04"

/** Python of Ubuntu 24.04, the only one its package archive has. */
export const cudaPython = "3.12"

export interface PythonBase {
  readonly from: string
  /** Of the user that the program runs as. */
  readonly userId: number
  /** Python has to be installed first. */
  readonly bare: boolean
}

/**
 * The official Python image, and NVIDIA's for a service with a GPU whose packages rely on a CUDA that is installed.
 * PyTorch's packages bring their own CUDA, several gigabytes of it: NVIDIA's image would only hold it twice.
 */
export function baseOf({ service, code, version }: ServiceImage): PythonBase {
  if (needsInstalledCuda(service, code.torch) && version === cudaPython)
    // Ubuntu's image has a user 1000 already.
    return { from: cudaImage, userId: 1001, bare: true }
  return { from: `python:${version}-slim`, userId: 1000, bare: false }
}

export function needsInstalledCuda({ gpus }: Service, torch: boolean): boolean {
  return gpus.length > 0 && !torch
}
