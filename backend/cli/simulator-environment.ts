/** How the simulator is told whom it serves: its variables for a backend at `backendUrl`. */
export function simulatorEnvironment(served: {
  port: number;
  backendUrl: string;
  /** Where visitors ask for a call. */
  pageUrl: string;
  callerNumber: string;
  businessNumber: string;
}): Record<string, string> {
  const { port, backendUrl, pageUrl, callerNumber, businessNumber } = served;
  return {
    SIMULATOR_PORT: String(port),
    SIMULATOR_NUMBERS: callerNumber,
    SIMULATOR_PHONES: `Business=${businessNumber}`,
    SIMULATOR_PAGE_URL: pageUrl,
    SIMULATOR_VOICE_URL: `${backendUrl}/twilio/voice/inbound`,
    SIMULATOR_SMS_URL: `${backendUrl}/twilio/sms/inbound`,
    SIMULATOR_WHATSAPP_URL: `${backendUrl}/twilio/whatsapp/inbound`,
    SIMULATOR_OIDC_REDIRECT_URIS: `${backendUrl}/oauth/callback/demo`,
  };
}
