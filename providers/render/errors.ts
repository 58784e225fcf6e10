import { diskErrors } from "./errors/disk.ts"
import { domainErrors } from "./errors/domain.ts"
import { placeErrors } from "./errors/place.ts"
import { serviceErrors } from "./errors/service.ts"
import { sizeErrors } from "./errors/size.ts"
import { workspaceErrors } from "./errors/workspace.ts"

export const renderErrors = [
  ...placeErrors,
  ...sizeErrors,
  ...diskErrors,
  ...serviceErrors,
  ...workspaceErrors,
  ...domainErrors,
]
