package org.scrubber.policy.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.scrubber.policy.Service;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the services of an object. */
final class ServiceReader {
  static final int MAX_SERVICES = 256;

  private static final String EXPECTED = "a service, for example tcp/443";
  private static final String EXPECTED_LIST =
      "a list of services, for example [tcp/443, { service: udp/53, pps: 40k }]";

  private ServiceReader() {}

  /** Returns a list of services; an empty one means anything. */
  static List<Service> readAll(YamlValue list) throws PolicyException {
    List<Service> services = new ArrayList<>();
    for (YamlValue element : list.list(EXPECTED_LIST)) {
      if (services.size() == MAX_SERVICES) {
        throw element.error("too many services; expected at most " + MAX_SERVICES);
      }
      services.add(read(element));
    }
    return List.copyOf(services);
  }

  private static Service read(YamlValue value) throws PolicyException {
    if (!(value.node() instanceof MappingNode)) {
      return parse(value);
    }
    Map<String, YamlValue> values = value.map(PolicyKeys.SERVICE, EXPECTED);
    Service service = parse(value.require(values, "service", EXPECTED));
    YamlValue pps = values.get("pps");
    return pps == null
        ? service
        : new Service(
            service.protocol(), service.lowPort(), service.highPort(), Quantity.rate(pps));
  }

  private static Service parse(YamlValue value) throws PolicyException {
    String text = value.text(EXPECTED);
    try {
      return Service.parse(text);
    } catch (IllegalArgumentException e) {
      throw value.error("\"" + YamlValue.shown(text) + "\" " + e.getMessage());
    }
  }
}
