import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import {
  type NoticeTest,
  noticeChannelList,
  noticeTest,
  noticeTestRequest,
} from '../../../contract/operator/notices.ts';
import { type NoticeTestPorts, testNotice } from '../../usecases/operator/test-notice.ts';
import type { Uses } from '../deps.ts';
import { problemResponses, sendProblem } from '../problems/send-problem.ts';
import { gateRefusals, type OperatorGate } from './access/gate.ts';

const listSchema = {
  tags: ['operator'],
  summary: 'The channels that tell missed calls, in order',
  response: { 200: noticeChannelList, ...problemResponses(...gateRefusals) },
};

const testSchema = {
  tags: ['operator'],
  summary: 'Send a test notice by one channel; a text message is charged',
  body: noticeTestRequest,
  response: {
    200: noticeTest,
    ...problemResponses('channel-not-set-up', ...gateRefusals),
  },
};

/** `GET /admin/notices` and `POST /admin/notices/test` */
export function noticeRoutes(
  deps: NoticeTestPorts & Uses<never, 'siteId'>,
  gate: OperatorGate,
): FastifyPluginCallbackZod {
  const { siteId } = deps.settings;
  return (app, _options, done) => {
    gate.require(app, 'admin');
    app.get('/admin/notices', { schema: listSchema }, () => {
      const { noticeChannels, noticesAtOnce } = deps.sites.get(siteId).rules.callback;
      return {
        channels: noticeChannels.map((channel, index) => ({ channel, at_once: index < noticesAtOnce })),
      };
    });
    app.post('/admin/notices/test', { schema: testSchema }, async (request, reply) => {
      const { channel } = request.body;
      const tested = await testNotice(deps, { siteId, channel, actor: gate.operator(request).name });
      if (tested.result === 'not-set-up') return sendProblem(reply, 'channel-not-set-up');
      return { channel, ...presentResult(tested) };
    });
    done();
  };
}

function presentResult(
  tested: Exclude<Awaited<ReturnType<typeof testNotice>>, { result: 'not-set-up' }>,
): Omit<NoticeTest, 'channel'> {
  const { result } = tested;
  switch (result) {
    case 'accepted':
      return { result, code: null, fix: null };
    case 'refused':
      return { result, code: tested.code, fix: tested.advice };
    default:
      return {
        result,
        code: tested.reason,
        fix: 'Check that this machine can reach the service of this channel.',
      };
  }
}
