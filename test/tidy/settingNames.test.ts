import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { methods } from '#protocol/methods';
import { profiles } from '#protocol/policy';
import { exportKinds } from '#protocol/runFiles';

interface Setting {
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
};
const settings = manifest.contributes.configuration.properties;
const commands = readFileSync('docs/COMMANDS.md', 'utf8');

/** How the command line spells the name of a setting. */
const optionOf = (name: string) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

describe('names of settings', () => {
  it('are those of the contract where they are about runs', () => {
    const ofRuns = Object.keys(settings).filter((name) => name.startsWith('holdpoint.run.'));
    ok(ofRuns.length > 0);
    const taken = Object.keys(methods['run/start'].params.shape);
    deepStrictEqual(
      ofRuns.map((name) => name.slice('holdpoint.run.'.length)).filter((name) => !taken.includes(name)),
      [],
    );
  });

  it('are those of the command line where it has the same choice, with the same words', () => {
    for (const name of [
      'profile',
      'slot',
      'otlpEndpoint',
      'days',
      'maxBytes',
      'querySeconds',
      'querySpans',
    ]) {
      const full = Object.keys(settings).find((setting) => setting.endsWith(`.${name}`));
      ok(full !== undefined, name);
      ok(commands.includes(optionOf(name)), optionOf(name));
    }
    deepStrictEqual(settings['holdpoint.run.profile']?.enum, ['', ...profiles]);
    deepStrictEqual(settings['holdpoint.exports']?.items?.enum, [...exportKinds]);
  });
});
