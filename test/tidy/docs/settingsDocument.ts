import { type ManifestSetting, readManifest, type Words, wordsIn } from './manifest';
import { code, heading, table } from './markdown';

/** docs/SETTINGS.md: every setting of the editor with its values, its default and where it may be set. */
export function settingsDocument(): string {
  const { contributes, capabilities } = readManifest();
  const words = wordsIn('en');
  const restricted = new Set(capabilities.untrustedWorkspaces.restrictedConfigurations);
  const rows = Object.entries(contributes.configuration.properties).map(([name, setting]) => [
    code(name),
    meaning(setting, words),
    code(JSON.stringify(setting.default)),
    scopes[setting.scope] ?? code(setting.scope),
    restricted.has(name) ? 'of the workspace: ignored' : 'holds',
  ]);
  return [
    heading('Settings of the editor', 'package.json and package.nls.json'),
    'What each is good for is in the [user guide](userGuide.md#settings). Policy is no setting: it lies in files that',
    'layers can only tighten, see [policy](userGuide.md#policy).',
    '',
    table(['setting', 'means', 'default', 'may differ by', 'in a workspace that is not trusted'], rows),
    '',
  ].join('\n');
}

const scopes: Readonly<Record<string, string>> = {
  resource: 'user, workspace, folder',
  window: 'user, workspace',
  machine: 'machine',
  application: 'user',
};

function meaning(setting: ManifestSetting, words: Words): string {
  const { type, description, markdownDescription, enumDescriptions = [] } = setting;
  const text = words(markdownDescription ?? description ?? '');
  const choices = (setting.enum ?? []).map(
    (choice, index) => `${code(JSON.stringify(choice))} ${words(enumDescriptions[index] ?? '')}`,
  );
  return [`${text} (${type})`, ...choices].join('<br>');
}
