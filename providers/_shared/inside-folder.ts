/** Path of a file in a source folder, relative to the manifest's folder, which `.` stands for. */
export function insideFolder(folder: string, file: string): string {
  return folder === "." ? file : `${folder}/${file}`
}
