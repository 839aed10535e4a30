import type { CommandFact } from '../../../core/policy/action';
import { managerCalls, type PackageScript, packageScripts } from '../../../core/run/packageScripts';
import type { Workspace } from '../../ports';
import type { ToolFacts } from '../../tool';

/**
 * Puts beside each command the scripts of `package.json` that it would run: `npm test` says nothing of what it does. So
 * whoever is asked sees their texts, and a text that changes afterwards is not what was approved.
 */
export async function withShownScripts(facts: ToolFacts, workspace: Workspace): Promise<ToolFacts> {
  if (facts.commands.length === 0) {
    return facts;
  }
  const commands: CommandFact[] = [];
  for (const command of facts.commands) {
    const scripts = await scriptsOf(command, workspace);
    commands.push(scripts.length === 0 ? command : { ...command, scripts });
  }
  return { ...facts, commands };
}

async function scriptsOf(command: CommandFact, workspace: Workspace): Promise<readonly PackageScript[]> {
  const found: PackageScript[] = [];
  for (const { cwd, words } of managerCalls(command)) {
    const manifest = await nearestManifest(cwd, workspace);
    found.push(...(manifest === null ? [] : packageScripts(words, manifest)));
  }
  return found;
}

/** The file that such a program takes: of its own folder, else of the next one above that has one. */
async function nearestManifest(folder: string, workspace: Workspace): Promise<string | null> {
  const segments = folder.split('/').filter((segment) => segment !== '' && segment !== '.');
  for (let count = segments.length; count >= 0; count -= 1) {
    const path = [...segments.slice(0, count), 'package.json'].join('/');
    const file = await workspace.read(path).catch(() => undefined);
    if (file !== undefined) {
      return new TextDecoder().decode(file.bytes);
    }
  }
  return null;
}
