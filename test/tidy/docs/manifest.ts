import { readFileSync } from 'node:fs';

/** A command as the manifest declares it; titles are keys of the translations. */
export interface ManifestCommand {
  readonly command: string;
  readonly title: string;
  readonly enablement?: string;
}

/** A place in which a command appears, and when it does. */
export interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

/** A setting as the manifest declares it. */
export interface ManifestSetting {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

/** What of the manifest of the extension is documented. */
export interface Manifest {
  readonly contributes: {
    readonly commands: readonly ManifestCommand[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly mac?: string;
    }[];
    readonly views: { readonly holdpoint: readonly { readonly id: string; readonly name: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, ManifestSetting>> };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

/** Puts a text of the manifest into words of one language. */
export type Words = (text: string) => string;

/** The manifest of the extension. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
}

/** The texts of the manifest in one language. */
export function wordsIn(language: 'en' | 'ja'): Words {
  const path = language === 'en' ? 'package.nls.json' : `package.nls.${language}.json`;
  const texts = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>;
  return (text) => text.replaceAll(/^%(.+)%$/g, (whole, key: string) => texts[key] ?? whole);
}
