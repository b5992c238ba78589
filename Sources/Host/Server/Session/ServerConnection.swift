// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Logging
import MCP

/// Performs what a session decides: writes, runs work as child tasks, and ends everything with its connection.
actor ServerConnection {
    private struct Start: Sendable {
        let work: SessionWork
        let runner: WorkRunner
        /// Ends when the client cancels the work.
        let untilCancelled: AsyncStream<Never>
    }

    private let settings: ServerSettings
    private let redact: Redaction
    private let store: CatalogStore
    private let writer: FrameWriter
    private var session: ServerSession
    private var catalog: CompiledCatalog
    private var cancellations: [CallKey: AsyncStream<Never>.Continuation] = [:]
    private let starts: AsyncStream<Start>
    private let starting: AsyncStream<Start>.Continuation
    private var isClosing = false

    init(_ settings: ServerSettings, _ store: CatalogStore, _ writer: FrameWriter) {
        self.settings = settings
        redact = Redaction(settings.redact)
        self.store = store
        self.writer = writer
        session = ServerSession(identity: settings.identity, limits: settings.limits)
        catalog = CompiledCatalog(store.current, settings.logger)
        // The session never starts more than it lets run, so that nothing is dropped here.
        (starts, starting) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(settings.limits.running)
        )
    }

    /// Serves until the input ends and its work is done or given up.
    func run(_ reader: FrameReader) async {
        let changes = store.changes()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch(changes) }
            group.addTask { await self.read(reader) }
            for await start in starts {
                group.addTask { await Self.perform(start, for: self) }
            }
            group.cancelAll()
        }
        await writer.close()
    }

    // MARK: Input

    private func read(_ reader: FrameReader) async {
        while let line = await reader.next() {
            refresh()
            switch line {
            case .line(let bytes): await perform(session.receive(bytes, catalog.offer))
            case .oversized: await perform(session.receiveOversized())
            }
        }
        await close()
    }

    private func watch(_ changes: CatalogChanges) async {
        for await change in changes {
            refresh()
            let told = OfferChange(
                tools: change.tools,
                resources: change.resources,
                prompts: change.prompts,
                updated: change.updated.sorted()
            )
            await perform(session.changed(told))
        }
    }

    private func refresh() {
        let current = store.current
        if current.generation != catalog.generation { catalog = CompiledCatalog(current, settings.logger) }
    }

    // stdio.mdx, "Shutdown": exit promptly. What was asked before the end is answered if it can be at once.
    private func close() async {
        isClosing = true
        await perform(session.close())
        guard session.isBusy else {
            starting.finish()
            return
        }
        do {
            try await settings.clock.sleep(for: settings.grace)
        } catch {
            // Cancelled: the work ended before the grace did.
            return
        }
        await perform(session.abandon())
    }

    // MARK: Actions

    private func perform(_ actions: [SessionAction]) async {
        for action in actions {
            switch action {
            case .send(let frame): writer.enqueue(frame)
            case .start(let work): start(work)
            case .cancel(let key): cancellations.removeValue(forKey: key)?.finish()
            case .note(let text): settings.logger.debug("\(text)")
            }
        }
        if isClosing, !session.isBusy { starting.finish() }
        await writer.settle()
    }

    private func start(_ work: SessionWork) {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        cancellations[work.key] = continuation
        let runner = WorkRunner(catalog: catalog, redact: redact, logger: settings.logger)
        starting.yield(Start(work: work, runner: runner, untilCancelled: stream))
    }

    private func finish(_ key: CallKey, _ answer: SessionAnswer) async {
        cancellations.removeValue(forKey: key)?.finish()
        await perform(session.finish(key, answer))
    }

    private func tell(_ key: CallKey, _ event: ToolContext.Event) async {
        switch event {
        case .progress(let done, let total, let message):
            let message = message.map { redact($0) }
            await perform(session.progress(key, done: done, total: total, message: message))
        case .log(let level, let message, let fields):
            await perform(session.log(key, level, redact(message), redact(fields)))
        }
    }
}

// MARK: - One piece of work

extension ServerConnection {
    /// Runs one piece of work beside its events, and ends it early when the client cancels.
    @concurrent
    private nonisolated static func perform(_ start: Start, for connection: ServerConnection) async {
        let work = start.work
        // A tool that reports faster than the client reads loses its oldest reports.
        let (events, sending) = AsyncStream.makeStream(
            of: ToolContext.Event.self,
            bufferingPolicy: .bufferingNewest(256)
        )
        let isHeard = work.wantsProgress || work.logLevel != nil
        async let told: Void = {
            for await event in events { await connection.tell(work.key, event) }
        }()
        let answer = await untilCancelled(start) {
            await start.runner.answer(work) { if isHeard { sending.yield($0) } }
        }
        sending.finish()
        await told
        await connection.finish(
            work.key,
            answer ?? .fault(ProtocolFault(.internalError, "The call was cancelled."))
        )
    }

    /// The work's answer; its task is cancelled when the client cancels.
    private nonisolated static func untilCancelled(
        _ start: Start,
        _ body: @escaping @Sendable () async -> SessionAnswer
    ) async -> SessionAnswer? {
        await withTaskGroup(of: SessionAnswer?.self) { group in
            group.addTask { await body() }
            group.addTask {
                for await _ in start.untilCancelled {}
                return nil
            }
            var answer: SessionAnswer?
            for await result in group {
                // Whichever ends first ends the other; the work is always awaited.
                group.cancelAll()
                answer = answer ?? result
            }
            return answer
        }
    }
}
