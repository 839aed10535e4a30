import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

type Packages = Readonly<Record<string, LockedPackage>>;

const packages = () =>
  (JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Packages }).packages;

/** Whether `name`, asked for from inside `folder`, is locked there or in a folder above. */
function isLocked(locked: Packages, folder: string, name: string): boolean {
  const here = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
  if (here in locked) {
    return true;
  }
  const above = folder.lastIndexOf('/node_modules/');
  return folder !== '' && isLocked(locked, above < 0 ? '' : folder.slice(0, above), name);
}

describe('the lock', () => {
  it('names every package that is asked for, those of other platforms too, or npm ci refuses it', () => {
    const locked = packages();
    const missing = Object.entries(locked).flatMap(([folder, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isLocked(locked, folder, name))
        .map((name) => `${folder} → ${name}`),
    );
    deepStrictEqual(missing, []);
    ok(Object.keys(locked).length > 1);
  });

  it('names no registry', () => {
    const located = Object.entries(packages()).filter(([, { resolved }]) => resolved !== undefined);
    deepStrictEqual(located, []);
  });
});
