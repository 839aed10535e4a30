/** What the editor and all that it starts see of the environment: nothing that a surrounding VS Code or Holdpoint left there. */
export function hostEnvironment(
  temporary: string,
  own: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|CODE_SERVER_|HOLDPOINT_|XDG_RUNTIME_DIR$|NODE_OPTIONS$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  // VS Code leaves sockets in its temporary folder; there they go with everything else.
  return { ...Object.fromEntries(inherited), TMPDIR: temporary, XDG_RUNTIME_DIR: temporary, ...own };
}
