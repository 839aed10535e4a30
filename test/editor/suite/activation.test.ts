import { deepStrictEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { holdpointExtension } from './holdpointExtension';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('the extension in the editor', () => {
  const manifest = () => holdpointExtension().packageJSON as Manifest;

  it('leaves the extension asleep until somebody uses it', () => {
    // VS Code opens JSON of its own whenever a window starts.
    equal(holdpointExtension().isActive, false);
    deepStrictEqual(
      manifest().activationEvents.filter((event) =>
        /^([*]|onStartupFinished|onLanguage:jsonc?)$/.test(event),
      ),
      [],
    );
  });

  it('wakes it without a failure', async () => {
    await holdpointExtension().activate();
    ok(holdpointExtension().isActive);
  });

  it('names no command that nobody has registered', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const named = manifest().contributes.commands.map(({ command }) => command);
    deepStrictEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
    ok(named.length > 0);
  });
});
