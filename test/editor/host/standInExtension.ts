import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const manifest = {
  name: 'stand-in',
  publisher: 'tests',
  displayName: 'Stand-in',
  version: '1.0.0',
  engines: { vscode: '^1.101.0' },
  main: './extension.cjs',
  // A model is as little stopped by a folder that nobody trusts as it is by one that somebody does.
  capabilities: { untrustedWorkspaces: { supported: true } },
  activationEvents: ['onLanguageModelChatProvider:stand-in'],
  // A provider may ask for consent by a proposal of VS Code's alone.
  enabledApiProposals: ['chatProvider'],
  contributes: {
    languageModelChatProviders: [{ vendor: 'stand-in', displayName: 'Stand-in' }],
    commands: [{ command: 'standIn.callTool', title: 'Call the Tool', category: 'Stand-in' }],
  },
};

/** Puts the extension that stands in for others among those of an editor. */
export function standInExtension(extensions: string): void {
  const folder = join(extensions, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  copyFileSync(resolve('dist/test/editor/standIn/extension.cjs'), join(folder, 'extension.cjs'));
}
