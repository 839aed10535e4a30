import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { viewHtml } from '../../client/src/panels/viewHtml';

const source = 'https://views.example';
const page = viewHtml({
  name: 'plan',
  title: '<script>alert("&")</script>',
  locale: 'en"onload="x',
  source,
  nonce: 'n0nce',
  uriOf: (path) => `${source}/${path}`,
});

const policy = (/content="(default-src[^"]*)"/.exec(page)?.[1] ?? '').split('; ');

describe('the page of a view', () => {
  it('allows nothing that it does not name', () => {
    ok(policy.includes("default-src 'none'"));
    ok(policy.includes("base-uri 'none'"));
    ok(policy.includes("form-action 'none'"));
  });

  it('runs no script but the one with the nonce of this opening', () => {
    deepStrictEqual(
      policy.filter((rule) => rule.startsWith('script-src')),
      ["script-src 'nonce-n0nce'"],
    );
    const scripts = page.match(/<script\b[^>]*>/g) ?? [];
    deepStrictEqual(scripts, [`<script nonce="n0nce" src="${source}/plan/main.js">`]);
  });

  it('has nothing inline and nothing from elsewhere', () => {
    ok(!/unsafe-|\*|data:|blob:/.test(policy.join(';')), policy.join(';'));
    ok(!/<style|\sstyle=|\son[a-z]+=/.test(page), page);
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? '');
    strictEqual(addresses.length, 3);
    ok(addresses.every((address) => address.startsWith(`${source}/`)));
  });

  it('takes a title and a language for text, never for markup', () => {
    ok(page.includes('<title>&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;</title>'));
    ok(page.includes('<html lang="en&quot;onload=&quot;x">'));
  });
});
