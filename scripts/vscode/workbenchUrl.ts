/** The address of a workbench that opens `folder`, and has an extension of `extensionFolder` under development and a test suite if they are given. */
export function toWorkbenchUrl(
  serverUrl: string,
  folder: string,
  development: { readonly extensionFolder?: string; readonly testsPath?: string } = {},
): string {
  const payload = [
    ...(development.extensionFolder === undefined
      ? []
      : [["extensionDevelopmentPath", toRemote(development.extensionFolder)]]),
    ...(development.testsPath === undefined ? [] : [["extensionTestsPath", toRemote(development.testsPath)]]),
  ];
  const query = new URLSearchParams({ folder });
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `${serverUrl}/?${query.toString()}`;
}

function toRemote(path: string): string {
  return `vscode-remote://remote${path}`;
}
