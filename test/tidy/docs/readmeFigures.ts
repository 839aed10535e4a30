import { readFileSync } from 'node:fs';

/** What the README compares: rows of docs/performance.md by their first two cells, and what people call them. */
const compared = [
  {
    what: '1000 steps, per step',
    against: ['LangGraph.js + SQLite checkpointer', 'XState 5 + its snapshot in SQLite'],
    en: 'a stored step of a plan of 1,000; what precedes an effect survives a cut of power',
    ja: '1,000 ステップのプランの記録される 1 ステップ。作用に先立つ記録は停電にも耐える',
  },
  {
    what: '1000 rules over paths',
    against: ['minimatch, rule by rule', 'a list of compiled picomatch globs'],
    en: 'a decision of policy among 1,000 rules',
    ja: '1,000 個の規則から 1 つの判定',
  },
  {
    what: 'durable batch of 100 at 50000 spans',
    against: ['better-sqlite3, same schema', 'sql.js with export() per batch'],
    en: '100 spans stored durably, without any native module',
    ja: '100 スパンの永続的な保存。ネイティブモジュールなし',
  },
  {
    what: '3000 tracked files, 30 changed',
    against: ['git stash create'],
    en: 'a checkpoint of 3,000 files; branch, index and stash stay',
    ja: '3,000 ファイルのチェックポイント。ブランチ、インデックス、stash はそのまま',
  },
  {
    what: '100,000 spans: group by name',
    against: ['DuckDB in memory', 'jq over NDJSON'],
    en: '100,000 spans grouped by name',
    ja: '100,000 スパンを名前で集計',
  },
  {
    what: '100,000 spans: attribute = x and duration > y, newest 20',
    against: ['better-sqlite3, SQL by hand', 'DuckDB in memory'],
    en: 'the newest 20 of 100,000 spans by attribute and duration',
    ja: '100,000 スパンから属性と時間で最新の 20 件',
  },
  {
    what: 'diagnostics, 1006 lines, a letter in a title',
    against: ['yaml-language-server, a schema of keys and words alone'],
    en: 'diagnostics per keystroke in a plan of 1,000 lines, with graph and policy',
    ja: '1,000 行のプランの入力ごとの診断。グラフとポリシーを含む',
  },
  {
    what: '100,000 spans, data in the page to first paint',
    against: ['flame-chart-js'],
    en: 'the first picture of a trace of 100,000 spans',
    ja: '100,000 スパンのトレースの最初の描画',
  },
] as const;

const texts = {
  en: {
    head: ['', 'Holdpoint', 'beside it'],
    sum: (all: string, missed: string) =>
      `Of ${all} targets that we set ourselves, ${missed} are missed; they stand there beside those that hold.`,
  },
  ja: {
    head: ['', 'Holdpoint', '比較の相手'],
    sum: (all: string, missed: string) =>
      `自ら定めた ${all} 個の目標のうち ${missed} 個は未達です。達成した目標と並べて載せています。`,
  },
};

/** A README with its table of figures made anew from docs/performance.md, so that it can tell no better ones. */
export function readmeWithFigures(path: string, locale: keyof typeof texts): string {
  const readme = readFileSync(path, 'utf8');
  const [before, rest] = readme.split('<!-- figures -->\n');
  const after = rest?.split('<!-- end of figures -->\n')[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${path}: the marks around the figures are missing`);
  }
  return `${before}<!-- figures -->\n${figures(locale)}<!-- end of figures -->\n${after}`;
}

function figures(locale: keyof typeof texts): string {
  const performance = readFileSync('docs/performance.md', 'utf8');
  const rows = performance
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| /, '')));
  const { head, sum } = texts[locale];
  const [, all = '', missed = ''] = /^Of (\d+) targets \d+ hold and (\d+) do not/m.exec(performance) ?? [];
  const lines = compared.map(({ what, against, ...names }) => {
    const found = against.map((peer) => rowOf(rows, what, peer));
    const beside = found.map(({ peer, theirs }) => `${peer}: ${theirs}`).join('; ');
    return `| ${names[locale]} | ${found[0]?.ours} | ${beside} |`;
  });
  return [`| ${head.join(' | ')} |`, '|---|---|---|', ...lines, '', sum(all, missed), ''].join('\n');
}

function rowOf(rows: readonly (readonly string[])[], what: string, peer: string) {
  const row = rows.find((cells) => cells[0] === what && cells[1] === peer);
  if (row === undefined) {
    throw new Error(`docs/performance.md has no row "${what}" against "${peer}"`);
  }
  const [, , ours = '', theirs = ''] = row;
  return { peer, ours, theirs };
}
