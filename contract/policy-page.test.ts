import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillPolicyPage } from './policy-page.ts';

const facts = { businessName: 'Riverside Bakery', retentionDays: 30, contact: 'privacy@example.com' };

function fill(html: string, other: Partial<typeof facts> | { contact: undefined } = {}) {
  return fillPolicyPage(html, { ...facts, ...other });
}

test('a policy page names the business, the retention time and the contact address', () => {
  assert.equal(fill('<b>{{business}}</b>'), '<b>Riverside Bakery</b>');
  assert.match(fill('{{retention}}'), /^30 days after .* deleted/);
  assert.match(fill('{{retention}}', { retentionDays: 1 }), /^One day after/);
  assert.equal(fill('{{contact}}'), 'write to <a href="mailto:privacy@example.com">privacy@example.com</a>');
});

test('a policy page explains unlimited retention and a missing contact address', () => {
  assert.match(fill('{{retention}}', { retentionDays: 0 }), /until you ask us/);
  assert.equal(
    fill('{{contact}}', { contact: undefined }),
    'tell Riverside Bakery in the way you usually reach them',
  );
});

test('configured values become text, never markup', () => {
  const evil = '<img src=x onerror=alert(1)>"&';
  for (const part of ['{{business}}', '{{contact}}']) {
    const html = fill(part, { businessName: evil, contact: evil });
    assert.doesNotMatch(html, /<(?!a href="mailto:[^"<>]*">|\/a>)/);
    assert.match(html, /&#60;img src=x onerror=alert\(1\)&#62;&#34;&#38;/);
  }
});

test('an unknown placeholder stays unchanged', () => {
  assert.equal(fill('{{toString}} {{other}}'), '{{toString}} {{other}}');
});
