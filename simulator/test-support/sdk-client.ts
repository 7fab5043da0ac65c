import twilio from 'twilio';

/** Creates the official SDK with an HTTP client that replaces the host of every request. */
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
