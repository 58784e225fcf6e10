/**
 * The shell texts of the workflows. They hold no values: names, versions and addresses come in as variables,
 * so that nothing a manifest or a pull request says is ever read as code.
 */

/** The project's own aidep where its lock file has one, else the version of `AIDEP_VERSION`. */
export const findAidep = script(
  "if npm ls aidep --package-lock-only > /dev/null 2>&1; then",
  "  npm ci",
  '  echo "AIDEP_PACKAGE=aidep" >> "$GITHUB_ENV"',
  "else",
  '  echo "AIDEP_PACKAGE=aidep@$AIDEP_VERSION" >> "$GITHUB_ENV"',
  "fi",
)

export const check = 'npx --yes "$AIDEP_PACKAGE" check --format annotations'
export const compareFiles = 'npx --yes "$AIDEP_PACKAGE" render --check'
export const deploy = 'npx --yes "$AIDEP_PACKAGE" deploy --env "$AIDEP_ENVIRONMENT" --yes --json'
export const checkLive = 'npx --yes "$AIDEP_PACKAGE" check --live --env "$AIDEP_ENVIRONMENT"'

export const installLocked = "if [ -f package-lock.json ]; then npm ci; fi"

export const installRequirements = script(
  "uv pip install --requirement requirements.txt",
  "if [ -f requirements-dev.txt ]; then uv pip install --requirement requirements-dev.txt; fi",
)

export const installPyproject = script(
  "if [ -f uv.lock ]; then uv sync --locked; else uv pip install --editable .; fi",
)

/** pytest answers 5 when there is no test, which is no failure. */
export const runPytest = script(
  'if python -c "import pytest" 2> /dev/null; then',
  '  python -m pytest || [ "$?" -eq 5 ]',
  "else",
  '  echo "::notice::pytest is not among the dependencies, so nothing was tested."',
  "fi",
)

/** A tag keeps a registry from clearing the image away; deployments name the digest. */
export const tagImage = script(
  'docker buildx imagetools create --tag "$IMAGE:$COMMIT" "$IMAGE@$DIGEST"',
)

export const requestHealth = script(
  'if [ -z "$ADDRESS" ]; then',
  '  echo "::error::There is no address to request. Set the GitHub variable $ADDRESS_VARIABLE."',
  "  exit 1",
  "fi",
  'curl --fail --silent --show-error --output /dev/null --max-time 300 "${ADDRESS%/}$HEALTH_PATH"',
)

const failedJobs =
  'failed=$(jq --raw-output \'[to_entries[] | select(.value.result == "failure") | .key] | join(", ")\' <<< "$NEEDS")'

export const tellSlack = script(
  failedJobs,
  "jq --null-input --arg text \"$WHAT failed in: $failed. $RUN_URL\" '{text: $text}' |",
  '  curl --fail --silent --show-error --max-time 30 --header "Content-Type: application/json" \\',
  '    --data @- "$SLACK_WEBHOOK_URL"',
)

export const writeSummary = script(
  failedJobs,
  "{",
  '  echo "## $WHAT failed"',
  "  echo",
  '  echo "Failed: $failed. Their logs say what happened and what to do next."',
  '} >> "$GITHUB_STEP_SUMMARY"',
)

function script(...lines: readonly string[]): string {
  return lines.length === 1 ? lines.join("") : `${lines.join("\n")}\n`
}
