import twilio from 'twilio';

/** The official SDK, unmodified, with an HTTP client that puts another host before every path. */
export function sdkClient({
  url,
  username,
  password,
  accountSid,
}: {
  url: string;
  username: string;
  password: string;
  accountSid: string;
}) {
  const httpClient = new twilio.RequestClient();
  const send: typeof httpClient.request = httpClient.request.bind(httpClient);
  httpClient.request = (request) =>
    send({ ...request, uri: request.uri.replace('https://api.twilio.com', url) });
  return twilio(username, password, { accountSid, httpClient });
}
