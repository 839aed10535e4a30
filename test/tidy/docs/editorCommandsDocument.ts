import { type Manifest, type ManifestCommand, type MenuEntry, readManifest, wordsIn } from './manifest';
import { code, heading, table } from './markdown';
import { placesOf, whenText } from './menuPlaces';

/** docs/EDITOR_COMMANDS.md: every command of the editor, its keys, and where it appears. */
export function editorCommandsDocument(): string {
  const manifest = readManifest();
  const nouns = [...new Set(manifest.contributes.commands.map(({ command }) => nounOf(command)))];
  return [
    heading('Commands of the editor', 'package.json and package.nls*.json'),
    'In the command palette each stands behind `Holdpoint:`. What they are good for is in the',
    '[user guide](userGuide.md#in-the-editor); the commands of the terminal are in [COMMANDS](COMMANDS.md).',
    '',
    ...nouns.flatMap((noun) => [`## ${noun}`, '', tableOf(noun, manifest), '']),
  ].join('\n');
}

const nounOf = (command: string) => command.split('.')[1] ?? '';

function tableOf(noun: string, manifest: Manifest): string {
  const commands = manifest.contributes.commands.filter(({ command }) => nounOf(command) === noun);
  const [english, japanese] = [wordsIn('en'), wordsIn('ja')];
  const views = manifest.contributes.views.holdpoint.map(({ id, name }) => [id, english(name)] as const);
  const rows = commands.map((command) => [
    english(command.title),
    japanese(command.title),
    code(command.command),
    paletteText(command, manifest.contributes.menus['commandPalette'] ?? []),
    keysOf(command, manifest),
    placesOf(command.command, manifest.contributes.menus, new Map(views)).join('; ') || '–',
  ]);
  return table(['command', 'in Japanese', 'id', 'in the palette', 'keys', 'also in'], rows);
}

function paletteText({ command, enablement }: ManifestCommand, palette: readonly MenuEntry[]): string {
  const when = palette.find((entry) => entry.command === command)?.when;
  if (when === 'false') {
    return 'no';
  }
  return whenText([when, enablement].filter((part) => part !== undefined).join(' && '));
}

function keysOf({ command }: ManifestCommand, { contributes }: Manifest): string {
  const bound = contributes.keybindings.filter((binding) => binding.command === command);
  const keys = bound.map(({ key, mac }) =>
    mac === undefined ? code(key) : `${code(key)} (Mac ${code(mac)})`,
  );
  return keys.join(', ') || '–';
}
