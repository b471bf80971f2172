package org.scrubber.captures.telephony;

import java.nio.charset.StandardCharsets;

/** SIP messages as text, with a session description where there is one. */
final class SipMessages {
  private SipMessages() {}

  /**
   * Returns a request.
   *
   * @param mediaPort where the sender wants speech, or 0 for a request without description
   */
  static byte[] request(String method, String host, int call, int number, int mediaPort) {
    String first = method + " sip:+3220000000@" + host + " SIP/2.0\r\n";
    return message(first, method, host, call, number, mediaPort);
  }

  /** Returns a response to a request; {@code status} is its code and reason. */
  static byte[] response(
      String status, String method, String host, int call, int number, int mediaPort) {
    return message("SIP/2.0 " + status + "\r\n", method, host, call, number, mediaPort);
  }

  private static byte[] message(
      String first, String method, String host, int call, int number, int mediaPort) {
    String sdp = mediaPort == 0 ? "" : description(host, mediaPort);
    String type = mediaPort == 0 ? "" : "Content-Type: application/sdp\r\n";
    String id = Integer.toHexString(call);
    String text =
        """
        Via: SIP/2.0/UDP trunk.example:5060;branch=z9hG4bK%s%d
        Max-Forwards: 70
        From: <sip:+3210000000@trunk.example>;tag=%s
        To: <sip:+3220000000@%s>
        Call-ID: %s@trunk.example
        CSeq: %d %s
        Contact: <sip:trunk.example:5060>
        Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE
        User-Agent: trunk
        """
            .formatted(id, number, id, host, id, number, method)
            .replace("\n", "\r\n");
    String end = type + "Content-Length: " + sdp.length() + "\r\n\r\n";
    return (first + text + end + sdp).getBytes(StandardCharsets.US_ASCII);
  }

  private static String description(String host, int mediaPort) {
    return """
    v=0
    o=- 1 1 IN IP4 %s
    s=-
    c=IN IP4 %s
    t=0 0
    m=audio %d RTP/AVP 8 101
    a=rtpmap:8 PCMA/8000
    a=rtpmap:101 telephone-event/8000
    a=ptime:20
    """
        .formatted(host, host, mediaPort)
        .replace("\n", "\r\n");
  }
}
