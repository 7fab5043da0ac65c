import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prettyBody, prettyXml } from './pretty-body.ts';

test('an element stands on its own line, indented below its parent, and keeps its text beside it', () => {
  const twiml =
    '<?xml version="1.0"?><Response><Gather timeout="8"><Say>Press 1 &amp; wait</Say></Gather><Pause/><Dial></Dial></Response>';
  assert.equal(
    prettyXml(twiml),
    [
      '<?xml version="1.0"?>',
      '<Response>',
      '  <Gather timeout="8">',
      '    <Say>Press 1 &amp; wait</Say>',
      '  </Gather>',
      '  <Pause/>',
      '  <Dial></Dial>',
      '</Response>',
    ].join('\n'),
  );
});

test('what is broken is shown all the same', () => {
  assert.equal(prettyXml('</a><b>text'), '</a>\n<b>\n  text');
});

test('JSON is laid out, and what is neither stays as it came', () => {
  assert.equal(prettyBody('{"a":1}'), '{\n  "a": 1\n}');
  assert.equal(prettyBody('{"a":1 …'), '{"a":1 …');
  assert.equal(prettyBody(' <a/>'), '<a/>');
});
