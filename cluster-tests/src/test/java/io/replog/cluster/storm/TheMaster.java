package io.replog.cluster.storm;

import io.replog.cluster.client.Client;
import io.replog.cluster.storm.Writer.Concern;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Whoever was seen to be master last, also while it reaches no other node: its own copy is enough.
 *
 * @param others whom to ask while there is none
 */
record TheMaster(Reigns reigns, Map<String, Client> clients, List<String> others)
    implements Writer.Addressee {

  @Override
  public Client next(RandomGenerator random) {
    String any = others.get(random.nextInt(others.size()));
    return clients.get(reigns.master().orElse(any));
  }

  @Override
  public List<Concern> concerns() {
    return List.of(Concern.of(1));
  }

  @Override
  public List<Integer> refusals() {
    return AnyNode.REFUSALS;
  }

  @Override
  public List<Integer> excuses() {
    return AnyNode.EXCUSES;
  }
}
