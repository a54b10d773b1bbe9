package dev.millrace.compatibility;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;

/// A program that opens many connections, says nothing on them, and holds them until its input
/// ends. Its own process, because one has only so many file descriptors.
///
/// Arguments: port, number of connections. Prints `open N` when they stand.
final class IdleConnections {
    private IdleConnections() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var open = new ArrayList<SocketChannel>();
        for (int i = 0; i < count; i++) open.add(SocketChannel.open(address));
        System.out.println("open " + open.size());
        int ignored = System.in.read();
        for (SocketChannel channel : open) channel.close();
    }
}
