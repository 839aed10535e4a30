import { type RunGit, zeroSeparated } from './gitProcess';

/** Programs that the settings of a repository itself name, with the environment under which git runs none of them. */
export interface ForeignFilters {
  /** Names of filters, as attributes give them to files. */
  readonly names: readonly string[];
  /** Variables that overrule the settings; empty when there are none. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether any settings have git convert line ends, or name further attributes. */
  readonly isConversionSet: boolean;
}

const filterPrograms = /^filter\.(.+)\.(?:clean|smudge|process)$/s;
const conversion = /^core\.(?:autocrlf|attributesfile|eol)$/;
const settingNames = '^(filter[.].*[.](clean|smudge|process)|core[.](autocrlf|attributesfile|eol))$';
const query = ['config', '--includes', '-z', '--show-scope', '--name-only', '--get-regexp'];

/**
 * The filters that come with a repository's own settings, which whoever made the repository wrote. What a person set for
 * all of their repositories (such as large file storage) is theirs and stays.
 */
export async function foreignFilters(git: RunGit): Promise<ForeignFilters> {
  const asked = [...query, settingNames];
  const answer = await git(asked, { accept: [1, 127, 128] });
  const parts = zeroSeparated(answer.stdout);
  const names = new Set<string>();
  let isConversionSet = false;
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const setting = parts[at + 1] ?? '';
    isConversionSet ||= conversion.test(setting);
    const [, name] = filterPrograms.exec(setting) ?? [];
    if (name !== undefined && !theirOwn.has(parts[at] ?? '')) names.add(name);
  }
  return { names: [...names], env: overruling([...names]), isConversionSet };
}

const theirOwn = new Set(['system', 'global']);

/** An empty program is none to git; a filter that is required would fail without it. */
function overruling(names: readonly string[]): Readonly<Record<string, string>> {
  const settings = names.flatMap((name) => [
    ...['clean', 'smudge', 'process'].map((kind) => [`filter.${name}.${kind}`, ''] as const),
    [`filter.${name}.required`, 'false'] as const,
  ]);
  if (settings.length === 0) return {};
  const variables = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(variables) };
}
